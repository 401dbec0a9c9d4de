// Receives what torch computed for one commit and hands it to the live view of the same name, now and whenever that asks for it.
// A packet is the length of its head (uint32), the head (JSON), then every swept column (float32), all little-endian.

const handovers = new WeakMap(); // the one that answers now, for each place on the page

export default function ({ data, parentElement }) {
  const parcel = unpack(data);
  const address = `live-rows-${parcel.name}`;
  const handOver = () => document.dispatchEvent(new CustomEvent(address, { detail: parcel }));
  const wanted = `${address}-wanted`;
  document.removeEventListener(wanted, handovers.get(parentElement));
  document.addEventListener(wanted, handOver);
  handovers.set(parentElement, handOver);
  handOver();
  return () => {
    document.removeEventListener(wanted, handovers.get(parentElement));
    handovers.delete(parentElement);
  };
}

function unpack(data) {
  const end = 4 + new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(data.subarray(4, end)));
  const numbers = new Float32Array(data.slice(end).buffer);
  let start = 0;
  const take = (table, count) => {
    table.rows = {};
    for (const column of table.columns) table.rows[column] = numbers.subarray(start, (start += count));
  };
  for (const axis of Object.values(head.axes ?? {})) take(axis, axis.count);
  for (const pair of head.pairs ?? []) take(pair, pair.grids[0].count * pair.grids[1].count);
  return head;
}
