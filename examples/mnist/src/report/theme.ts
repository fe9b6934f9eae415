/** Colours and type that the reports share, as CSS custom properties: light, and dark where the reader prefers that. */
export const THEME_CSS = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --card: #ffffff; --text: #1d2129; --muted: #667085; --grid: #e6e7ea;
  --series-0: #2762d9; --series-1: #c2570c; --series-2: #0f8a6a; --series-3: #9333a8;
  --wrong: #c5283d; --right: #0f7a52; --heat: 197, 40, 61;
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1c1f25; --text: #e8eaee; --muted: #98a2b3; --grid: #2c313a;
    --series-0: #78a9ff; --series-1: #ffa45c; --series-2: #4fd1a5; --series-3: #d48bea;
    --wrong: #ff7d8c; --right: #5fd3a0; --heat: 255, 110, 125;
  }
}
`.trim();

/** How many series colours there are; further series begin anew. */
export const SERIES_COLOURS = 4;
