import { SAMPLE_PAGES, type SampleSite, sampleSavedPost } from "./sample-site.ts";

/** Something to try at one click. */
export type Sample =
  | { readonly kind: "text"; readonly label: string; readonly text: string }
  | { readonly kind: "file"; readonly label: string; readonly filename: string; readonly content: string };

/** What the playground offers: pages of the sample site and the saved post. */
export function samplesOf(site: Pick<SampleSite, "url">): readonly Sample[] {
  const link = (label: string, path: string, comment = ""): Sample => {
    return { kind: "text", label, text: `${comment}${site.url}${path}` };
  };
  return [
    link("English article", SAMPLE_PAGES.english, "Worth ten minutes: "),
    link("中文文章", SAMPLE_PAGES.chinese, "推荐一篇：\n"),
    { kind: "file", label: "Saved post (.md)", ...sampleSavedPost() },
    link("Page behind a wall", SAMPLE_PAGES.wall),
    link("Slow page", SAMPLE_PAGES.slow),
    link("Missing page", SAMPLE_PAGES.missing),
    { kind: "text", label: "/footnote help", text: "/footnote help" },
    { kind: "text", label: "/footnote queues", text: "/footnote queues" },
    { kind: "text", label: "/footnote 电池回收", text: "/footnote 电池回收" },
  ];
}
