import type { Text } from "domhandler";

const ELEMENT = 1;
const TEXT = 3;

type Attributes = Readonly<Record<string, string>>;

/** An attribute as Readability passes it from one element to another. */
interface Attribute {
  readonly name: string;
  readonly value: string;
  cloneNode(): Attribute;
}

/**
 * A node of the tree Readability works on: as much of the DOM as it uses, and what makes that fast. Siblings are
 * linked, since it moves and removes them all the time, and the text of an element is kept until something in it
 * changes, since it asks for the same texts again and again. A class, because DOM properties are getters.
 */
export class ReadableNode {
  readonly nodeType: number;
  /** The text of the page that this one is a copy of. */
  readonly source: Text | undefined;
  tagName: string | undefined;
  parentNode: ReadableNode | null = null;
  firstChild: ReadableNode | null = null;
  lastChild: ReadableNode | null = null;
  previousSibling: ReadableNode | null = null;
  nextSibling: ReadableNode | null = null;
  /** Where Readability keeps the score of an element. */
  readability: unknown = undefined;
  _readabilityDataTable: boolean | undefined = undefined;
  private attribs: Attributes;
  private list: readonly Attribute[] | undefined = undefined;
  private text: string | undefined;

  constructor(
    nodeType: number,
    tagName: string | undefined,
    attribs: Attributes,
    text: string | undefined,
    source: Text | undefined,
  ) {
    this.nodeType = nodeType;
    this.tagName = tagName;
    this.attribs = attribs;
    this.text = text;
    this.source = source;
  }

  /** Tells Readability that a tag can be renamed in place, as in the tree of its own parser. */
  get __JSDOMParser__(): boolean {
    return true;
  }

  get nodeName(): string | undefined {
    return this.tagName;
  }

  get localName(): string | undefined {
    return this.tagName?.toLowerCase();
  }

  /** Readability sets it together with `tagName`, which says the same. */
  set localName(_name: string) {}

  get className(): string {
    return this.attribs.class ?? "";
  }

  set className(value: string) {
    this.setAttribute("class", value);
  }

  get id(): string {
    return this.attribs.id ?? "";
  }

  set id(value: string) {
    this.setAttribute("id", value);
  }

  get src(): string {
    return this.attribs.src ?? "";
  }

  get srcset(): string {
    return this.attribs.srcset ?? "";
  }

  /** The two properties that hide an element. */
  get style(): { readonly display?: string; readonly visibility?: string } {
    const style = this.attribs.style;
    return style === undefined
      ? SHOWN
      : { display: propertyIn(DISPLAY, style), visibility: propertyIn(VISIBILITY, style) };
  }

  get attributes(): readonly Attribute[] {
    this.list ??= Object.entries(this.attribs).map(([name, value]) => attribute(name, value));
    return this.list;
  }

  getAttribute(name: string): string | null {
    return this.attribs[name] ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attribs[name] !== undefined;
  }

  setAttribute(name: string, value: string): void {
    this.attribs = { ...this.attribs, [name]: value };
    this.list = undefined;
  }

  setAttributeNode({ name, value }: Attribute): void {
    this.setAttribute(name, value);
  }

  removeAttribute(name: string): void {
    if (this.attribs[name] === undefined) return;
    const { [name]: _, ...others } = this.attribs;
    this.attribs = others;
    this.list = undefined;
  }

  get textContent(): string {
    if (this.text !== undefined) return this.text;
    let text = "";
    for (let child = this.firstChild; child; child = child.nextSibling) text += child.textContent;
    this.text = text;
    return text;
  }

  get childNodes(): readonly ReadableNode[] {
    const nodes: ReadableNode[] = [];
    for (let child = this.firstChild; child; child = child.nextSibling) nodes.push(child);
    return nodes;
  }

  get children(): readonly ReadableNode[] {
    const nodes: ReadableNode[] = [];
    for (let child = this.firstElementChild; child; child = child.nextElementSibling) nodes.push(child);
    return nodes;
  }

  get firstElementChild(): ReadableNode | null {
    const { firstChild } = this;
    return firstChild === null || firstChild.nodeType === ELEMENT ? firstChild : firstChild.nextElementSibling;
  }

  get nextElementSibling(): ReadableNode | null {
    let at = this.nextSibling;
    while (at && at.nodeType !== ELEMENT) at = at.nextSibling;
    return at;
  }

  get previousElementSibling(): ReadableNode | null {
    let at = this.previousSibling;
    while (at && at.nodeType !== ELEMENT) at = at.previousSibling;
    return at;
  }

  appendChild(node: ReadableNode): ReadableNode {
    node.remove();
    this.changed();
    node.parentNode = this;
    node.previousSibling = this.lastChild;
    if (this.lastChild) this.lastChild.nextSibling = node;
    else this.firstChild = node;
    this.lastChild = node;
    return node;
  }

  replaceChild(node: ReadableNode, old: ReadableNode): ReadableNode {
    node.remove();
    const { previousSibling, nextSibling } = old;
    this.changed();
    node.parentNode = this;
    node.previousSibling = previousSibling;
    node.nextSibling = nextSibling;
    if (previousSibling) previousSibling.nextSibling = node;
    else this.firstChild = node;
    if (nextSibling) nextSibling.previousSibling = node;
    else this.lastChild = node;
    old.detach();
    return old;
  }

  removeChild(node: ReadableNode): ReadableNode {
    node.remove();
    return node;
  }

  remove(): void {
    const { parentNode, previousSibling, nextSibling } = this;
    if (!parentNode) return;
    parentNode.changed();
    if (previousSibling) previousSibling.nextSibling = nextSibling;
    else parentNode.firstChild = nextSibling;
    if (nextSibling) nextSibling.previousSibling = previousSibling;
    else parentNode.lastChild = previousSibling;
    this.detach();
  }

  /** Elements below this one, in document order. @param name a tag name in any case */
  getElementsByTagName(name: string): readonly ReadableNode[] {
    const wanted = name.toUpperCase();
    return this.below((tagName) => tagName === wanted);
  }

  /** As {@link getElementsByTagName} for several. @param names tag names parted by commas: no other selector is known */
  querySelectorAll(names: string): readonly ReadableNode[] {
    const wanted = names.toUpperCase().split(",");
    return wanted.length === 1 ? this.getElementsByTagName(names) : this.below((name) => wanted.includes(name));
  }

  /**
   * What Readability keeps to begin anew when it found little: for the body a copy of it, which only the setter reads;
   * for all others nothing, since only its log would show it.
   */
  get innerHTML(): unknown {
    return this.tagName === "BODY" ? this.copy() : "";
  }

  set innerHTML(kept: unknown) {
    while (this.firstChild) this.firstChild.remove();
    if (kept instanceof ReadableNode) for (const child of kept.childNodes) this.appendChild(child.copy());
  }

  private copy(): ReadableNode {
    const own = this.nodeType === TEXT ? this.text : undefined;
    const copy = new ReadableNode(this.nodeType, this.tagName, this.attribs, own, this.source);
    for (let child = this.firstChild; child; child = child.nextSibling) copy.appendChild(child.copy());
    return copy;
  }

  private below(isWanted: (tagName: string) => boolean): readonly ReadableNode[] {
    const found: ReadableNode[] = [];
    let node: ReadableNode | null = this.firstChild;
    while (node) {
      if (node.tagName !== undefined && isWanted(node.tagName)) found.push(node);
      if (node.firstChild) {
        node = node.firstChild;
        continue;
      }
      while (node && node !== this && !node.nextSibling) node = node.parentNode;
      node = node === this ? null : (node?.nextSibling ?? null);
    }
    return found;
  }

  /** Texts that hold this one are no longer known; those around an unknown one never are. */
  private changed(): void {
    let at: ReadableNode | null = this;
    while (at && at.text !== undefined) {
      at.text = undefined;
      at = at.parentNode;
    }
  }

  private detach(): void {
    this.parentNode = null;
    this.previousSibling = null;
    this.nextSibling = null;
  }
}

const SHOWN = {};
const DISPLAY = /(?:^|;)\s*display\s*:\s*([a-z-]+)/i;
const VISIBILITY = /(?:^|;)\s*visibility\s*:\s*([a-z-]+)/i;

function propertyIn(property: RegExp, style: string): string {
  return property.exec(style)?.[1]?.toLowerCase() ?? "";
}

function attribute(name: string, value: string): Attribute {
  const made: Attribute = { name, value, cloneNode: () => made };
  return made;
}

/** An element without a parent. @param name in any case */
export function readableElement(name: string, attribs: Attributes = {}): ReadableNode {
  return new ReadableNode(ELEMENT, name.toUpperCase(), attribs, undefined, undefined);
}

/** A text without a parent. @param source the text of the page that it stands for */
export function readableText(text: string, source?: Text): ReadableNode {
  return new ReadableNode(TEXT, undefined, {}, text, source);
}
