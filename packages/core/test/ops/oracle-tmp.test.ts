import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as A from '../../src/index.js';
const num = (v: any) => v === 'NaN' ? NaN : v === 'Infinity' ? Infinity : v === '-Infinity' ? -Infinity : Number(v);
const dt = (d: string) => d === 'int64' ? 'int32' : d;
function T(t: any, def: string): any {
  const d = dt(t.dtype ?? def) as any;
  let data = t.data;
  if (t.rule) { const n = A.sizeOf(t.shape); const f = new Function('i', 'sin', 'return ' + t.rule); data = Array.from({ length: n }, (_, i) => f(i, Math.sin)); }
  const v = data.map(num);
  return (A.fromArray(Float64Array.from(v), t.shape) as any).cast(d);
}
const ax = (a: any) => a === null ? undefined : a;
const ops: Record<string, (xs: any[], a: any) => any> = {
  reshape: ([x], a) => x.reshape(a.shape), transpose: ([x], a) => x.transpose(a.axis0, a.axis1), permute: ([x], a) => x.permute(a.axes),
  expand: ([x], a) => x.expand(a.shape), squeeze: ([x], a) => x.squeeze(ax(a.axis)), unsqueeze: ([x], a) => x.unsqueeze(a.axis),
  flatten: ([x], a) => x.flatten(a.start, a.end), flip: ([x], a) => x.flip(a.axes),
  roll: ([x], a) => a.axes === null ? x.roll(a.shifts[0]) : a.shifts.reduce((y: any, s: number, i: number) => y.roll(s, a.axes[i]), x),
  concat: (xs, a) => A.concat(xs as any, a.axis), stack: (xs, a) => A.stack(xs as any, a.axis), split: ([x], a) => x.split(a.sizes, a.axis),
  chunk: ([x], a) => x.chunk(a.chunks, a.axis), unbind: ([x], a) => x.unbind(a.axis),
  slice: ([x], a) => x.slice(...a.slices.map((s: any) => s === null ? null : [s[0], s[1], s[2] ?? 1])),
  select: ([x], a) => x.moveAxis(a.axis, 0).slice(a.index),
  pad: ([x], a) => x.pad(a.pads, { mode: a.mode, value: a.value }), repeat: ([x], a) => x.tile(a.repeats),
  repeat_interleave: ([x], a) => x.repeat(a.repeats, a.axis),
  norm: ([x], a) => x.norm(num(a.ord), ax(a.axis), a.keepdim), var: ([x], a) => x.var(ax(a.axis), a.keepdim, a.correction), std: ([x], a) => x.std(ax(a.axis), a.keepdim, a.correction),
  cumsum: ([x], a) => x.cumsum(a.axis), cumprod: ([x], a) => x.cumprod(a.axis),
};
for (const n of ['sum', 'mean', 'prod', 'max', 'min', 'logsumexp', 'argmax', 'argmin', 'any', 'all']) ops[n] = ([x], a) => x[n](ax(a.axis), a.keepdim);
function near(got: any, want: any, f32: boolean) {
  expect(got.shape).toEqual(want.shape);
  const g = [...got.dataSync()];
  want.data.forEach((w: any, i: number) => {
    const b = Number(num(w)); const a = Number(g[i]);
    if (Object.is(a, b) || a === b) return;
    const tol = f32 ? 1e-6 + 1e-5 * Math.abs(b) : 1e-11 + 1e-9 * Math.abs(b);
    if (!(Math.abs(a - b) <= tol)) expect.fail(`element ${i}: ${a} want ${b}`);
  });
}
for (const file of ['reduce', 'shape', 'numerics']) describe(file, () => {
  const d = JSON.parse(readFileSync(`/work/shared/oracle/cases-${file}.json`, 'utf8'));
  for (const c of (Array.isArray(d) ? d : d.cases)) {
    const op = ops[c.op];
    if (!op) { if (file !== 'numerics') it.skip(c.id, () => {}); continue; }
    it(c.id, () => {
      const f32 = c.dtype === 'float32';
      const xs = c.inputs.map((t: any) => T(t, c.dtype));
      const run = (...ys: any[]) => op(ys, c.attrs);
      const outs = c.outputs64 ?? (c.output64 ? [c.output64] : c.outputs ?? [c.output]);
      const list = (r: any) => Array.isArray(r) ? r : [r];
      list(run(...xs)).forEach((o: any, i: number) => near(o, outs[i], f32));
      const grads = c.grads64 ?? c.grads;
      if (!grads) return;
      const cts = (c.cotangents ?? [c.cotangent]).map((t: any) => T(t, c.dtype));
      const f = (...ys: any[]) => list(run(...ys));
      const [, pull] = (A.vjp as any)(f, ...xs);
      pull(cts).forEach((g: any, i: number) => near(g, grads[i], f32));
      if (c.second) {
        const ws = c.second.weights.map((w: any) => w && T(w, c.dtype));
        const s = (ys: any[], cs: any[]) => {
          const [, p] = (A.vjp as any)(f, ...ys);
          return p(cs).map((g: any, i: number) => ws[i] ? g.mul(ws[i]).sum() : null).filter(Boolean).reduce((a: any, b: any) => a.add(b));
        };
        const [gx, gc] = (A.grad as any)((t: any) => s(t[0], t[1]))([xs, cts]);
        gx.forEach((g: any, i: number) => near(g, c.second.grads[i], f32));
        near(gc[0], c.second.cotangent_grad ?? c.second.cotangent_grads[0], f32);
      }
    });
  }
});
