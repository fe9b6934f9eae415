/** How a law is checked. */
export interface LawOptions {
  /** Decides the random cotangents and tangents; 0 unless said otherwise. */
  readonly seed?: number;
  /** Accepted difference relative to the sizes of what is compared. 10⁻⁹ in float64, 10⁻⁴ in float32 unless given. */
  readonly tolerance?: number;
}
