// Receives a film, unpacks it, and hands it to the live view of the same name, now and whenever that asks for it.
// A packet is the length of its head (uint32, little-endian), the head (JSON), then the body, deflated: see neuron_core/shared/film.py.

const films = new WeakMap(); // the one that answers now, for each place on the page

export default function ({ data, parentElement }) {
  const { head, body } = parts(data);
  const address = `live-rows-${head.name}-film`;
  let unpacked;
  const handOver = () => unpacked && document.dispatchEvent(new CustomEvent(address, { detail: unpacked }));
  const wanted = `${address}-wanted`;
  document.removeEventListener(wanted, films.get(parentElement));
  document.addEventListener(wanted, handOver);
  films.set(parentElement, handOver);
  inflate(body).then((bytes) => {
    if (films.get(parentElement) !== handOver) return; // a newer one has come
    unpacked = unpack(head, bytes);
    handOver();
  });
  return () => {
    document.removeEventListener(wanted, films.get(parentElement));
    films.delete(parentElement);
  };
}

function parts(data) {
  const end = 4 + new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  return { head: JSON.parse(new TextDecoder().decode(data.subarray(4, end))), body: data.slice(end) };
}

async function inflate(body) {
  const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function unpack({ part, film, key, grid, columns, frames, held }, bytes) {
  const count = grid.count;
  const rows = {};
  let start = 0;
  for (const column of columns) {
    const bits = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      for (let plane = 0; plane < 4; plane++) bits[i] |= bytes[start + plane * count + i] << (8 * plane);
    }
    for (let order = 0; order < 2; order++) for (let i = 1; i < count; i++) bits[i] += bits[i - 1];
    rows[column] = new Float32Array(bits.buffer);
    start += 4 * count;
  }
  const pictures = {};
  for (const [name, side] of frames) {
    const size = side * side;
    const all = bytes.slice(start, (start += count * size));
    for (let i = size; i < all.length; i++) all[i] += all[i - size];
    pictures[name] = Array.from({ length: count }, (_, i) => ({ levels: all.subarray(i * size, (i + 1) * size), side }));
  }
  return { part, film, key, grid, rows, frames: pictures, held };
}
