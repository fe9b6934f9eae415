import type { Agree, Agreed, HasUnknownRank, Safe, Shape, Show, UnknownShape } from './shape.js';

/** A sentence that says what is wrong with an equation. */
interface Problem<out Message extends string> {
  readonly message: Message;
}

/** The shape of the result, in a box that can be told from a {@link Problem} although sizes are type parameters. */
interface Solution<out S extends Shape> {
  readonly shape: S;
}

type WithoutSpaces<Text extends string> = Text extends `${infer Before} ${infer After}`
  ? WithoutSpaces<`${Before}${After}`>
  : Text;

/** The sizes of the labels met so far, with one more: `Known` maps each label to an {@link Agreed} size. */
type WithLabel<Known, Label extends string, Size extends number> = {
  readonly [L in keyof Known | Label]: L extends Label ? Agreed<Size> : L extends keyof Known ? Known[L] : never;
};

/** A label's size noted, or compared with the one noted before. */
type Note<Known, Label extends string, Size extends number> = Label extends keyof Known
  ? Known[Label] extends Agreed<infer Before>
    ? Agree<Before, Size> extends Agreed<infer Agreement>
      ? WithLabel<Known, Label, Agreement>
      : Problem<`einsum: label '${Label}' is both ${Before} and ${Size}`>
    : never
  : WithLabel<Known, Label, Size>;

/** The labels of one operand, one for each of its axes. */
type NoteOperand<
  Known,
  Term extends string,
  S extends Shape,
  WholeTerm extends string = Term,
  WholeShape extends Shape = S,
> =
  Known extends Problem<string>
    ? Known
    : Term extends `${infer Label}${infer TermRest}`
      ? S extends readonly [infer Size extends number, ...infer ShapeRest extends number[]]
        ? NoteOperand<Note<Known, Label, Size>, TermRest, ShapeRest, WholeTerm, WholeShape>
        : Problem<`einsum: '${WholeTerm}' does not fit an operand of shape ${Show<WholeShape>}`>
      : S extends readonly []
        ? Known
        : Problem<`einsum: '${WholeTerm}' does not fit an operand of shape ${Show<WholeShape>}`>;

/** The labels of all operands; the comma-separated terms and the shapes go in step. */
type NoteOperands<Known, Terms extends string, Shapes extends readonly Shape[]> =
  Known extends Problem<string>
    ? Known
    : Shapes extends readonly [infer First extends Shape, ...infer Rest extends readonly Shape[]]
      ? Terms extends `${infer Term},${infer TermsRest}`
        ? Rest extends readonly []
          ? Problem<'einsum: too few operands'>
          : NoteOperands<NoteOperand<Known, Term, First>, TermsRest, Rest>
        : Rest extends readonly []
          ? NoteOperand<Known, Terms, First>
          : Problem<'einsum: too many operands'>
      : Problem<'einsum: no operand'>;

/** The sizes of the output's labels. */
type NoteOutput<Known, Term extends string, Result extends number[] = []> =
  Known extends Problem<string>
    ? Known
    : Term extends `${infer Label}${infer Rest}`
      ? Rest extends `${string}${Label}${string}`
        ? Problem<`einsum: output label '${Label}' occurs twice`>
        : Label extends keyof Known
          ? Known[Label] extends Agreed<infer Size>
            ? NoteOutput<Known, Rest, [...Result, Size]>
            : never
          : Problem<`einsum: output label '${Label}' is in no input`>
      : Solution<Result>;

/** A {@link Solution} or a {@link Problem}. */
type Outcome<Equation extends string, Shapes extends readonly Shape[]> = [
  string extends Equation ? true : HasUnknownOperand<Shapes>,
] extends [true]
  ? Solution<UnknownShape<Shapes[number]>>
  : Equation extends `${string}...${string}`
    ? Solution<UnknownShape<Shapes[number]>>
    : WithoutSpaces<Equation> extends `${infer Inputs}->${infer Output}`
      ? NoteOutput<NoteOperands<Record<never, never>, Inputs, Shapes>, Output>
      : NoteOutput<
          NoteOperands<Record<never, never>, WithoutSpaces<Equation>, Shapes>,
          LettersOnce<WithoutSpaces<Equation>>
        >;

/** The output of an equation without "->": the letters that occur once, in alphabetical order: `'kj,ji'` → `'ik'`. */
type LettersOnce<
  Terms extends string,
  Letters extends string = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  Found extends string = '',
> = Letters extends `${infer Letter}${infer Rest}`
  ? LettersOnce<
      Terms,
      Rest,
      Terms extends `${string}${Letter}${infer After}`
        ? After extends `${string}${Letter}${string}`
          ? Found
          : `${Found}${Letter}`
        : Found
    >
  : Found;

type HasUnknownOperand<Shapes extends readonly Shape[]> = Shapes extends readonly []
  ? false
  : number extends Shapes['length']
    ? true
    : HasUnknownRank<Shapes[number]>;

/**
 * Einstein summation: `Einsum<'ij,jk->ik', [[2, 3], [3, 4]]>` → `[2, 4]`, `Einsum<'ii->i', [[2, 2]]>` → `[2]`; `never`
 * where the equation does not fit. Without "->" the letters that occur once are the output. With an ellipsis, or an operand of unknown rank, → `Shape`.
 */
export type Einsum<Equation extends string, Shapes extends readonly Shape[]> =
  Outcome<Equation, Shapes> extends Solution<infer Result> ? Result : never;

/**
 * What is wrong with an equation: `EinsumProblem<'i->z', [[2]]>` → `"einsum: output label 'z' is in no input"`; where
 * it fits → `Fine`.
 */
export type EinsumProblem<Equation extends string, Shapes extends readonly Shape[], Fine = never> =
  Outcome<Equation, Shapes> extends Problem<infer Message> ? Message : Fine;

/** The result of {@link Einsum} for a return type: a mistake, already reported, gives the `any` shape. */
export type EinsumResult<Equation extends string, Shapes extends readonly Shape[]> = Safe<Einsum<Equation, Shapes>>;
