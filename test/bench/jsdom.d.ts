declare module "jsdom" {
  /** The little of jsdom that the bench uses. */
  export class JSDOM {
    constructor(html: string, options?: { readonly url?: string; readonly virtualConsole?: VirtualConsole });
    readonly window: { readonly document: never; close(): void };
  }
  export class VirtualConsole {}
}
