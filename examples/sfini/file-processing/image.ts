import { readFile, writeFile } from "node:fs/promises";

/** A picture in grey, of the plain text format PGM. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** 0 (black) to 255 (white), row by row. */
  readonly pixels: readonly number[];
}

export async function readImage(path: string): Promise<Image> {
  const [format, ...words] = (await readFile(path, "utf8")).trim().split(/\s+/);
  const [width = 0, height = 0, , ...pixels] = words.map(Number);
  if (format !== "P2" || pixels.length !== width * height) {
    throw new Error(`Expected a plain PGM image in ${path}`);
  }
  return { width, height, pixels };
}

export async function writeImage(path: string, { width, height, pixels }: Image): Promise<void> {
  await writeFile(path, `P2\n${width} ${height}\n255\n${pixels.join(" ")}\n`);
}

/** The nearest pixels. */
export function resize(image: Image, width: number, height: number): Image {
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const x = Math.floor((((index % width) + 0.5) / width) * image.width);
    const y = Math.floor(((Math.floor(index / width) + 0.5) / height) * image.height);
    return image.pixels[y * image.width + x] ?? 0;
  });
  return { width, height, pixels };
}

export function centreOf({ width, height, pixels }: Image): number {
  return pixels[Math.floor(height / 2) * width + Math.floor(width / 2)] ?? 0;
}
