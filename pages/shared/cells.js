// A frame of a film on a canvas: square cells in a few levels, smoothed, and a line where their values change sign.

const SHARP = 8; // canvas pixels a cell

export function paintCells(canvas, { levels, side }, colours, values) {
  if (canvas.shown === levels) return; // it stands there already
  canvas.shown = levels;
  canvas.small ??= Object.assign(document.createElement("canvas"), { width: side, height: side });
  const small = canvas.small.getContext("2d");
  const image = small.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  canvas.inks ??= colours.map((colour) => 0xff000000 | Number(`0x${colour.slice(5, 7)}${colour.slice(3, 5)}${colour.slice(1, 3)}`));
  for (let i = 0; i < levels.length; i++) pixels[i] = canvas.inks[levels[i]];
  small.putImageData(image, 0, 0);
  canvas.width = canvas.height = side * SHARP;
  const large = canvas.getContext("2d");
  large.drawImage(canvas.small, 0, 0, canvas.width, canvas.height);
  large.lineWidth = SHARP / 2.5;
  large.strokeStyle = canvas.ink ??= getComputedStyle(canvas).getPropertyValue("--ink");
  large.stroke(zeroLine(levels, side, values));
}

// Marching squares: between the middles of four neighbouring cells the line runs straight from one crossed edge to another.
function zeroLine(levels, side, values) {
  const path = new Path2D();
  const value = (x, y) => values[levels[y * side + x]];
  const share = (a, b) => a / (a - b);
  const point = (x, y) => [(x + 0.5) * SHARP, (y + 0.5) * SHARP];
  for (let y = 0; y < side - 1; y++) {
    for (let x = 0; x < side - 1; x++) {
      const [a, b, c, d] = [value(x, y), value(x + 1, y), value(x + 1, y + 1), value(x, y + 1)];
      const ends = [];
      if (a > 0 !== b > 0) ends.push(point(x + share(a, b), y));
      if (b > 0 !== c > 0) ends.push(point(x + 1, y + share(b, c)));
      if (d > 0 !== c > 0) ends.push(point(x + share(d, c), y + 1));
      if (a > 0 !== d > 0) ends.push(point(x, y + share(a, d)));
      for (let i = 0; i + 1 < ends.length; i += 2) {
        path.moveTo(...ends[i]);
        path.lineTo(...ends[i + 1]);
      }
    }
  }
  return path;
}
