declare module "html-encoding-sniffer" {
  /** The canonical encoding name by the HTML Standard's sniffing algorithm. */
  // biome-ignore lint/style/noDefaultExport: the package exports its function so
  export default function htmlEncodingSniffer(
    bytes: Uint8Array,
    options?: {
      readonly xml?: boolean;
      readonly transportLayerEncodingLabel?: string;
      readonly defaultEncoding?: string;
      readonly maxPrescanBytes?: number;
    },
  ): string;
}
