"""Two replicas behind nginx, as `deploy/serve` starts them."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.browser.conftest import ROOT

PORTS = 5  # nginx, two replicas, and the two that take their places when they are renewed


def free_ports() -> int:
    """Return the first of five ports in a row that nobody listens at, below those that the system gives away by itself."""
    begin = (
        os.getpid() % 1000 * PORTS
    )  # tests that run beside these look elsewhere: some seconds pass until all five are taken
    for first in (20_000 + (begin + step) % 10_000 for step in range(0, 10_000, PORTS)):
        probes = [socket.socket() for _ in range(PORTS)]
        try:
            for number, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + number))
            return first
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
    raise RuntimeError("no free ports")


def start(log: Path, port: int) -> subprocess.Popen[bytes]:
    """Start a class of two replicas as the README says; the ports of the replicas follow the one that students see."""
    world = os.environ | {"FIRST_PORT": str(port), "PYTHON": sys.executable}
    command = [str(ROOT / "deploy" / "serve"), "2", "127.0.0.1", str(port)]
    with log.open("w") as out:
        return subprocess.Popen(command, env=world, stdout=out, stderr=out, start_new_session=True)


class Classroom:
    """Two replicas behind nginx; waits until they answer."""

    def __init__(self, folder: Path) -> None:
        self.port = free_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"class-{self.port}.log"
        self.process = start(self.log, self.port)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the class did not start: {self.log.read_text()}")

    def replicas(self) -> dict[int, int]:
        """The processes of the replicas that run, by their ports, as Linux tells it."""
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                command = (entry / "cmdline").read_bytes().decode() if entry.name.isdigit() else ""
            except OSError:  # it has just ended
                continue
            if port := re.search(r"--server\.port=(\d+)", command):
                found[int(port[1])] = int(entry.name)
        return {port: found[port] for port in range(self.port + 1, self.port + PORTS) if port in found}

    def stop(self) -> None:
        """End it as a closed terminal does."""
        os.killpg(self.process.pid, signal.SIGHUP)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise
