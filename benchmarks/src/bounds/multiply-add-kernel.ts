import wabt from 'wabt';

/**
 * As many independent sums as hide the latency of a multiply-add, and as few as stay in registers together with both
 * factors: x86-64 has 16.
 */
const sums = 12;

/** Floating-point operations of one turn of the loop. */
export const flopsPerTurn = { float32: 2 * 4 * sums, float64: 2 * 2 * sums } as const;

/** As much of WebAssembly as is needed here. */
interface WebAssemblyGlobal {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: { readonly run: (turns: number) => number } };
}

/**
 * A function of 128-bit multiply-adds that neither read nor write memory: s = x·y + s on each of 12 sums, `turns` times. It
 * uses relaxed multiply-adds, or a product and a sum where the platform has none.
 */
export async function multiplyAddKernel(dtype: 'float32' | 'float64'): Promise<(turns: number) => number> {
  const { parseWat } = await wabt();
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyGlobal };
  const instantiate = (relaxed: boolean): ((turns: number) => number) => {
    const module = parseWat('multiply-add.wat', source(dtype, relaxed), { simd: true, relaxed_simd: relaxed });
    const { buffer } = module.toBinary({});
    module.destroy();
    return new WebAssembly.Instance(new WebAssembly.Module(buffer)).exports.run;
  };
  try {
    return instantiate(true);
  } catch {
    return instantiate(false);
  }
}

function source(dtype: 'float32' | 'float64', relaxed: boolean): string {
  const [number, vector] = dtype === 'float32' ? ['f32', 'f32x4'] : ['f64', 'f64x2'];
  const names = Array.from({ length: sums }, (_, index) => `$s${index}`);
  const get = (name: string): string => `(local.get ${name})`;
  const multiplyAdd = (sum: string): string =>
    relaxed
      ? `(${vector}.relaxed_madd ${get('$x')} ${get('$y')} ${get(sum)})`
      : `(${vector}.add (${vector}.mul ${get('$x')} ${get('$y')}) ${get(sum)})`;
  const total = names.map(get).reduce((left, right) => `(${vector}.add ${left} ${right})`);
  return `(module (func (export "run") (param $turns i32) (result ${number})
    (local $x v128) (local $y v128) ${names.map((name) => `(local ${name} v128)`).join(' ')}
    (local.set $x (${vector}.splat (${number}.const 0.5)))
    (local.set $y (${vector}.splat (${number}.const 0.25)))
    (loop $again
      ${names.map((name) => `(local.set ${name} ${multiplyAdd(name)})`).join('\n      ')}
      (br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (${vector}.extract_lane 0 ${total})))`;
}
