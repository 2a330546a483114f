import { expect, test } from "vitest";
import { givenPostgres } from "../../src/store/postgres-server.ts";
import { debianPostgres, debianPostgresProgram } from "../support/debian-postgres.ts";
import { freePort } from "../support/services.ts";

test.each(["mysql://localhost/footnote", "localhost:5432", ""])("%j is no address of a PostgreSQL", async (url) => {
  await expect(givenPostgres(url)).rejects.toMatchObject({
    code: "CONFIG_DATABASE",
    say: expect.stringMatching(/^DATABASE_URL must/),
  });
});

test("a server that is not there is said in one sentence, without the password", async () => {
  const url = `postgres://me:secret@127.0.0.1:${await freePort()}/footnote`;
  const error = await givenPostgres(url, { waitMs: 0 }).catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "CONFIG_DATABASE" });
  expect(error.say).toMatch(/^DATABASE_URL: 127\.0\.0\.1:\d+\/footnote: nothing listens there/);
  expect(error.say).not.toContain("secret");
});

test.skipIf(debianPostgresProgram().kind === "missing")(
  "a server that runs is used; what is wrong with it is said",
  async () => {
    const debian = await debianPostgres();
    try {
      const server = await givenPostgres(debian.url);
      expect(server).toMatchObject({ joined: false, where: expect.stringMatching(/^127\.0\.0\.1:\d+\/postgres$/) });
      await server.stop();
      const missing = debian.url.replace(/postgres$/, "nowhere");
      await expect(givenPostgres(missing)).rejects.toMatchObject({
        say: expect.stringContaining("there is no such database"),
      });
      await debian.kill();
      const [later] = await Promise.all([givenPostgres(debian.url, { waitMs: 20_000 }), debian.start()]);
      await later.stop();
    } finally {
      await debian.remove();
    }
  },
);
