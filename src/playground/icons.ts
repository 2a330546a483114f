import { createElement as h, type ReactNode } from "react";

/** Outlines on a grid of 16, drawn here because a machine need not have a font with pictures. */
const OUTLINES = {
  lock: "M4 7h8v6.5H4z M5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  clip: "M12.5 7.5 7.8 12.2a3 3 0 0 1-4.2-4.2l5.2-5.2a2 2 0 0 1 2.8 2.8L6.6 10.6a.9.9 0 0 1-1.3-1.3l4.3-4.3",
  page: "M4 1.5h5.5L12.5 4.5v10H4z M9.5 1.5v3h3 M6 8h4.5 M6 10.5h4.5",
  eye: "M1.5 8s2.4-4.5 6.5-4.5S14.5 8 14.5 8 12.1 12.5 8 12.5 1.5 8 1.5 8z M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  picture: "M2 3h12v10H2z M2 11l3.5-3.5 3 3 2-2L14 11.5 M10.8 6h.1",
} as const;

/** An icon in the colour of the text around it, which screen readers pass over. */
export function icon(name: keyof typeof OUTLINES): ReactNode {
  const path = h("path", { d: OUTLINES[name] });
  return h("svg", { className: "icon", viewBox: "0 0 16 16", "aria-hidden": true, focusable: false }, path);
}
