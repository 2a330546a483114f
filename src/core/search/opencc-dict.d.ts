declare module "opencc-js/dict/TSCharacters" {
  /** `traditional simplified [simplified…]|…`, from OpenCC. */
  const entries: string;
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default entries;
}
