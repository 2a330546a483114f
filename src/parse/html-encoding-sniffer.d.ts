declare module "html-encoding-sniffer" {
  /** The canonical encoding name by the HTML Standard's sniffing algorithm. */
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
