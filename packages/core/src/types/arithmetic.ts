/**
 * Arithmetic on dimensions: whole numbers as decimal strings, digit by digit, so that a product such as
 * 30522 · 768 costs a handful of instantiations. A `number` operand gives `number`; so does a result beyond
 * what TypeScript can write as a literal.
 */

/** Each digit as a tuple of that length; sums and products of digits are lengths of joined tuples. */
export interface DigitTuples {
  '0': [];
  '1': [0];
  '2': [0, 0];
  '3': [0, 0, 0];
  '4': [0, 0, 0, 0];
  '5': [0, 0, 0, 0, 0];
  '6': [0, 0, 0, 0, 0, 0];
  '7': [0, 0, 0, 0, 0, 0, 0];
  '8': [0, 0, 0, 0, 0, 0, 0, 0];
  '9': [0, 0, 0, 0, 0, 0, 0, 0, 0];
}

type Digit = keyof DigitTuples;

/** The length of a tuple in two digits: a tuple of 7 → '07', of 12 → '12'. */
type TwoDigits<Tuple extends unknown[]> = `${Tuple['length'] & number}` extends infer Text extends string
  ? Text extends Digit
    ? `0${Text}`
    : Text
  : never;

type Reverse<Text extends string, Reversed extends string = ''> = Text extends `${infer Head}${infer Tail}`
  ? Reverse<Tail, `${Head}${Reversed}`>
  : Reversed;

type TrimZeros<Text extends string> = Text extends `0${infer Tail}` ? (Tail extends '' ? '0' : TrimZeros<Tail>) : Text;

/** '12' → 12; text that is no number TypeScript can write back the same → `number`. */
type Parse<Text extends string> = Text extends `${infer Value extends number}` ? Value : number;

/** Two digits and a carry → tens and units: '7', '8', '1' → '16'. */
type AddDigits<A extends Digit, B extends Digit, Carry extends Digit> = TwoDigits<
  [...DigitTuples[A], ...DigitTuples[B], ...DigitTuples[Carry]]
>;

/** Both operands least significant digit first, the sum most significant first: '21', '9' → '21' (12 + 9). */
type AddReversed<
  A extends string,
  B extends string,
  Carry extends Digit = '0',
  Sum extends string = '',
> = A extends `${infer DigitA extends Digit}${infer RestA}`
  ? B extends `${infer DigitB extends Digit}${infer RestB}`
    ? AddDigits<DigitA, DigitB, Carry> extends `${infer Next extends Digit}${infer Units}`
      ? AddReversed<RestA, RestB, Next, `${Units}${Sum}`>
      : never
    : Carry extends '0'
      ? `${Reverse<A>}${Sum}`
      : AddReversed<A, Carry, '0', Sum>
  : Carry extends '0'
    ? `${Reverse<B>}${Sum}`
    : B extends ''
      ? `${Carry}${Sum}`
      : AddReversed<Carry, B, '0', Sum>;

type AddText<A extends string, B extends string> = A extends '0'
  ? B
  : B extends '0'
    ? A
    : AddReversed<Reverse<A>, Reverse<B>>;

/** 10 + a − b − borrow; tens of '1' mean that nothing had to be borrowed. */
type SubtractDigits<A extends Digit, B extends Digit, Borrow extends Digit> = [
  0,
  ...DigitTuples['9'],
  ...DigitTuples[A],
] extends [...DigitTuples[B], ...DigitTuples[Borrow], ...infer Rest]
  ? TwoDigits<Rest>
  : never;

/** For a ≥ b, digits ordered as in {@link AddReversed}. */
type SubtractReversed<
  A extends string,
  B extends string,
  Borrow extends Digit = '0',
  Difference extends string = '',
> = A extends `${infer DigitA extends Digit}${infer RestA}`
  ? B extends `${infer DigitB extends Digit}${infer RestB}`
    ? SubtractDigits<DigitA, DigitB, Borrow> extends `${infer Tens}${infer Units}`
      ? SubtractReversed<RestA, RestB, Tens extends '1' ? '0' : '1', `${Units}${Difference}`>
      : never
    : Borrow extends '0'
      ? `${Reverse<A>}${Difference}`
      : SubtractReversed<A, Borrow, '0', Difference>
  : Difference;

type SubtractText<A extends string, B extends string> = B extends '0'
  ? A
  : TrimZeros<SubtractReversed<Reverse<A>, Reverse<B>>>;

type IsLonger<A extends string, B extends string> = A extends `${string}${infer RestA}`
  ? B extends `${string}${infer RestB}`
    ? IsLonger<RestA, RestB>
    : true
  : false;

/** Compares numbers of equally many digits at their first differing digit. */
type IsLessDigitwise<A extends string, B extends string> = A extends `${infer DigitA}${infer RestA}`
  ? B extends `${infer DigitB}${infer RestB}`
    ? DigitA extends DigitB
      ? IsLessDigitwise<RestA, RestB>
      : '0123456789' extends `${string}${DigitA}${string}${DigitB}${string}`
        ? true
        : false
    : false
  : false;

type IsLess<A extends string, B extends string> =
  IsLonger<B, A> extends true ? true : IsLonger<A, B> extends true ? false : IsLessDigitwise<A, B>;

/** A times one digit as a tuple: `Tuple` once for every element of `Times`. */
type RepeatTuple<Tuple extends 0[], Times extends 0[], Joined extends 0[] = []> = Times extends [
  0,
  ...infer Rest extends 0[],
]
  ? RepeatTuple<Tuple, Rest, [...Joined, ...Tuple]>
  : Joined;

/** Two digits and a carry → tens and units of a · b + carry: '7', '8', '5' → '61'. */
type MultiplyDigits<A extends Digit, B extends Digit, Carry extends Digit> = TwoDigits<
  [...RepeatTuple<DigitTuples[A], DigitTuples[B]>, ...DigitTuples[Carry]]
>;

/** A (least significant digit first) times one digit, most significant digit first. */
type MultiplyByDigit<
  A extends string,
  B extends Digit,
  Carry extends Digit = '0',
  Result extends string = '',
> = A extends `${infer DigitA extends Digit}${infer RestA}`
  ? MultiplyDigits<DigitA, B, Carry> extends `${infer Next extends Digit}${infer Units}`
    ? MultiplyByDigit<RestA, B, Next, `${Units}${Result}`>
    : never
  : Carry extends '0'
    ? Result
    : `${Carry}${Result}`;

/** Long multiplication: for each digit of B, shift what there is by one place and add A times the digit. */
type LongMultiply<
  ReversedA extends string,
  B extends string,
  Sum extends string = '0',
> = B extends `${infer DigitB extends Digit}${infer RestB}`
  ? LongMultiply<ReversedA, RestB, AddText<ShiftLeft<Sum>, TrimZeros<MultiplyByDigit<ReversedA, DigitB>>>>
  : Sum;

type ShiftLeft<Text extends string> = Text extends '0' ? '0' : `${Text}0`;

/** The product of two numbers given as text: '28', '28' → '784'. */
type MultiplyText<A extends string, B extends string> = A extends '0'
  ? '0'
  : A extends '1'
    ? B
    : B extends '0' | '1'
      ? B extends '0'
        ? '0'
        : A
      : LongMultiply<Reverse<A>, B>;

/** How often the divisor goes into a remainder below ten times itself: '17', '5' → ['3', '2']. */
type DivideOnce<Remainder extends string, Divisor extends string, Count extends 0[] = []> =
  IsLess<Remainder, Divisor> extends true
    ? [`${Count['length']}`, Remainder]
    : DivideOnce<SubtractText<Remainder, Divisor>, Divisor, [...Count, 0]>;

type LongDivide<
  A extends string,
  Divisor extends string,
  Remainder extends string = '0',
  Quotient extends string = '',
> = A extends `${infer Head}${infer Tail}`
  ? DivideOnce<TrimZeros<`${Remainder}${Head}`>, Divisor> extends [
      infer Times extends string,
      infer NextRemainder extends string,
    ]
    ? LongDivide<Tail, Divisor, NextRemainder, `${Quotient}${Times}`>
    : never
  : [quotient: TrimZeros<Quotient>, remainder: Remainder];

/** Quotient and remainder as text: '17', '5' → ['3', '2']; `[]` for a divisor of zero. */
type DivideText<A extends string, B extends string> = B extends '0' ? [] : B extends '1' ? [A, '0'] : LongDivide<A, B>;

/** `true` where a number cannot be taken apart into decimal digits: `number` itself, and 1.5, −1, 1e21. */
type IsOpaque<A extends number> = number extends A
  ? true
  : [Extract<`${A}`, `${string}${'.' | '-' | 'e'}${string}`>] extends [never]
    ? false
    : true;

/** Sum: `Add<12, 9>` → `21`, `Add<number, 9>` → `number`. */
export type Add<A extends number, B extends number> =
  IsOpaque<A | B> extends false ? Parse<AddText<`${A}`, `${B}`>> : number;

/** Difference: `Subtract<12, 9>` → `3`; below zero `Subtract<9, 12>` → `never`. */
export type Subtract<A extends number, B extends number> =
  IsOpaque<A | B> extends false
    ? IsLess<`${A}`, `${B}`> extends true
      ? never
      : Parse<SubtractText<`${A}`, `${B}`>>
    : number;

/** Difference, but not below zero: `SubtractToZero<9, 12>` → `0`. */
export type SubtractToZero<A extends number, B extends number> = [Subtract<A, B>] extends [never] ? 0 : Subtract<A, B>;

/** Product: `Multiply<28, 28>` → `784`. */
export type Multiply<A extends number, B extends number> =
  IsOpaque<A | B> extends false ? Parse<MultiplyText<`${A}`, `${B}`>> : number;

/** Exact quotient: `Divide<12, 4>` → `3`; with a remainder, or by zero, `never`. */
export type Divide<A extends number, B extends number> =
  IsOpaque<A | B> extends false
    ? DivideText<`${A}`, `${B}`> extends [infer Quotient extends string, '0']
      ? Parse<Quotient>
      : never
    : number;

/** Quotient rounded down: `FloorDivide<17, 5>` → `3`; by zero `never`. */
export type FloorDivide<A extends number, B extends number> =
  IsOpaque<A | B> extends false
    ? DivideText<`${A}`, `${B}`> extends [infer Quotient extends string, string]
      ? Parse<Quotient>
      : never
    : number;

/** Quotient rounded up: `CeilDivide<17, 5>` → `4`; by zero `never`. */
export type CeilDivide<A extends number, B extends number> =
  IsOpaque<A | B> extends false
    ? DivideText<`${A}`, `${B}`> extends [infer Quotient extends string, infer Remainder]
      ? Parse<Remainder extends '0' ? Quotient : AddText<Quotient, '1'>>
      : never
    : number;

/** Order: `LessThan<9, 12>` → `true`; with a `number` operand `boolean`. */
export type LessThan<A extends number, B extends number> =
  IsOpaque<A | B> extends false ? IsLess<`${A}`, `${B}`> : boolean;

/** The smaller of the two: `Minimum<9, 12>` → `9`. */
export type Minimum<A extends number, B extends number> =
  LessThan<A, B> extends infer Less ? (boolean extends Less ? number : Less extends true ? A : B) : never;

type ProductText<Dimensions extends readonly number[], Result extends string = '1'> = Dimensions extends readonly [
  infer Head extends number,
  ...infer Tail extends number[],
]
  ? ProductText<Tail, MultiplyText<`${Head}`, Result>>
  : Result;

/** Number of elements: `Product<[2, 3, 4]>` → `24`, `Product<[]>` → `1`, `Product<[2, number]>` → `number`. */
export type Product<Dimensions extends readonly number[]> = Dimensions extends readonly [infer Only extends number]
  ? Only
  : IsOpaque<Dimensions[number]> extends false
    ? Parse<ProductText<Dimensions>>
    : number;
