import { Presets, SingleBar } from 'cli-progress';

/** Shows how far an epoch has come. */
export interface Progress {
  update(batch: number, loss: number): void;
  /** Ends the epoch; `line` says what came of it. */
  finish(line: string): void;
}

/** A live bar on a terminal; elsewhere nothing until the epoch's line, so that logs stay plain. */
export function startProgress(label: string, batches: number): Progress {
  if (!process.stdout.isTTY) {
    return {
      update: () => {},
      finish: (line) => console.log(line),
    };
  }
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} batches, loss {loss}, {eta_formatted} left`,
      stream: process.stdout,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(batches, 0, { loss: '–' });
  return {
    update: (batch, loss) => bar.update(batch, { loss: loss.toFixed(4) }),
    finish(line) {
      bar.stop();
      console.log(line);
    },
  };
}
