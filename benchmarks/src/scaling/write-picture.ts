import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';

/** Writes a picture as `NAME.svg` and, half as large again, as `NAME.png`; returns the paths. */
export function writePicture(svg: string, folder: string, name: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const [vector, raster] = [join(folder, `${name}.svg`), join(folder, `${name}.png`)];
  writeFileSync(vector, svg);
  const picture = new Resvg(svg, { fitTo: { mode: 'zoom', value: 1.5 }, font: { loadSystemFonts: true } });
  writeFileSync(raster, picture.render().asPng());
  return [vector, raster];
}
