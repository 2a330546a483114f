import type { TestProject } from "vitest/node";
import { temporaryFolder } from "./temporary-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The data folder of this run's one embedded server; whoever needs it first starts it (`databases.ts`). */
    postgresDir: string;
  }
}

/** Gives the test files of one run a folder for the PostgreSQL they share, and takes it away after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder("tests");
  project.provide("postgresDir", folder.dir);
  return () => folder.remove();
}
