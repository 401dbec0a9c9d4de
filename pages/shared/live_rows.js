// Receives what torch computed for one commit and hands it to the live view of the same name.
// A packet is the length of its head (uint32), the head (JSON), then every swept column (float32), all little-endian.

export default function ({ data }) {
  const end = 4 + new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(data.subarray(4, end)));
  const numbers = new Float32Array(data.slice(end).buffer);
  let start = 0;
  for (const axis of Object.values(head.axes)) {
    axis.rows = {};
    for (const column of axis.columns) axis.rows[column] = numbers.subarray(start, (start += axis.count));
  }
  (window.liveRows ??= {})[head.name] = head;
  document.dispatchEvent(new Event("live-rows"));
}
