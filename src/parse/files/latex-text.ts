/** Commands whose argument is the text itself. */
const WRAPPER =
  /\\(?:emph|text(?:bf|it|tt|sc|sf|rm|sl|md|up|normal)?|math(?:bf|it|tt|sf|rm|bb|cal|frak|scr)|boldsymbol|bm|underline|mbox|hbox|operatorname|url|textsuperscript|textsubscript)\*?\s*\{([^{}]*)\}/g;
const HREF = /\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}/g;
/** `{\em words}` and its like. */
const SWITCH = /\{\\(?:em|it|bf|tt|sc|sf|rm|sl)\s+([^{}]*)\}/g;
const FRACTION = /\\[dt]?frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))/g;
const ROOT = /\\sqrt\s*(?:\{([^{}]*)\}|(\d))/g;

const SYMBOLS: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  upsilon: "υ",
  phi: "φ",
  varphi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Gamma: "Γ",
  Delta: "Δ",
  Theta: "Θ",
  Lambda: "Λ",
  Xi: "Ξ",
  Pi: "Π",
  Sigma: "Σ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
  times: "×",
  cdot: "·",
  pm: "±",
  le: "≤",
  leq: "≤",
  ge: "≥",
  geq: "≥",
  neq: "≠",
  ne: "≠",
  approx: "≈",
  sim: "~",
  infty: "∞",
  to: "→",
  rightarrow: "→",
  leftarrow: "←",
  Rightarrow: "⇒",
  in: "∈",
  subset: "⊂",
  cup: "∪",
  cap: "∩",
  sum: "∑",
  prod: "∏",
  partial: "∂",
  nabla: "∇",
  ll: "≪",
  gg: "≫",
  ell: "ℓ",
  ldots: "…",
  dots: "…",
  cdots: "⋯",
  log: "log",
  ln: "ln",
  exp: "exp",
  min: "min",
  max: "max",
  deg: "°",
  circ: "°",
  dagger: "†",
  textdegree: "°",
  ss: "ß",
  o: "ø",
  O: "Ø",
  l: "ł",
  L: "Ł",
  aa: "å",
  AA: "Å",
  ae: "æ",
  AE: "Æ",
  i: "ı",
  textendash: "–",
  textemdash: "—",
  S: "§",
  copyright: "©",
};
/** Marks over letters, as combining characters. */
const ACCENTS: Readonly<Record<string, string>> = {
  "'": "\u0301",
  "`": "\u0300",
  "^": "\u0302",
  '"': "\u0308",
  "~": "\u0303",
  "=": "\u0304",
  ".": "\u0307",
  c: "\u0327",
  v: "\u030c",
  u: "\u0306",
  H: "\u030b",
  k: "\u0328",
  r: "\u030a",
};
const ACCENT = /\\(?:(['`^"~=.])\s*(?:\{(\\?[A-Za-z])\}|(\\?[A-Za-z]))|([cvuHkr])\s*\{([A-Za-z])\})/g;

/**
 * LaTeX of an abstract or a title as text: emphasis and dollars off, Greek letters, accents and common signs as
 * characters, fractions as `a/b`. A modest reading: what it does not know loses its backslash and braces, not its words.
 * Text without a backslash, dollar or quotation of TeX comes back unchanged.
 */
export function latexToText(text: string): string {
  if (!/[\\$~]|``|''/.test(text)) return text;
  let plain = withAccents(text.replace(/\\\\\s/g, " "));
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain
      .replace(HREF, "$1")
      .replace(WRAPPER, "$1")
      .replace(SWITCH, "$1")
      .replace(FRACTION, (_, a = "", b = "", c = "", d = "") => `${grouped(a || b)}/${grouped(c || d)}`)
      .replace(ROOT, (_, a = "", b = "") => `√${grouped(a || b)}`);
  }
  return withoutCommands(withoutDollars(plain))
    .replace(/(\d)\s*\\%/g, "$1%")
    .replace(/\\([%&#_${}])/g, "$1");
}

function grouped(term: string): string {
  return /^[\p{L}\p{N}.]*$/u.test(term) ? term : `(${term})`;
}

function withAccents(text: string): string {
  return text.replace(ACCENT, (_, mark, braced, plain, name, named) => {
    const letter = String(braced ?? plain ?? named).replace("\\", "");
    return `${letter}${ACCENTS[String(mark ?? name)] ?? ""}`.normalize("NFC");
  });
}

/** Takes the dollars off what is mathematics, and leaves prices alone. */
function withoutDollars(text: string): string {
  return text
    .replace(/\\[()[\]]/g, "")
    .replace(/\$\$?([^$\n]{1,300}?)\$?\$/g, (whole, inside: string) =>
      isMathematics(inside) ? mathematics(inside) : whole,
    );
}

function isMathematics(inside: string): boolean {
  return (
    !/^\s|\s$/.test(inside) && (inside.length <= 40 || /[\\^_{}=<>]/.test(inside)) && !/^\d[\d.,]*\s.*\s/.test(inside)
  );
}

function mathematics(inside: string): string {
  return inside.replace(/([\^_])\{([^{}\s]{1,12})\}/g, "$1$2");
}

function withoutCommands(text: string): string {
  return text
    .replace(/\\[,;:!> ]/g, " ")
    .replace(/(?<=\S)~(?=\S)/g, " ")
    .replace(/``|''/g, (quote) => (quote === "``" ? "“" : "”"))
    .replace(
      /\\(?:left|right|big|Big|displaystyle|xspace|noindent|par|cite[pt]?\{[^{}]*\}|ref\{[^{}]*\}|label\{[^{}]*\})(?![A-Za-z])/g,
      "",
    )
    .replace(/\\([A-Za-z]+)\*?/g, (_, name: string) => SYMBOLS[name] ?? name)
    .replace(/(?<!\\)[{}]/g, "");
}
