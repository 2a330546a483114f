import { createRequire } from "node:module";

/**
 * Loads a package of large tables when it is first needed: an English text needs no profiles of sixty other
 * languages (37 MB while they load).
 * @param name a package that can be loaded by `require`
 */
export function loadLate<Module>(name: string): Module {
  return createRequire(import.meta.url)(name) as Module;
}

/** The same for a package that is nothing but data: what the caller does not keep is not kept at all. */
export function loadData<Data>(name: string): Data {
  const load = createRequire(import.meta.url);
  const data = load(name) as Data;
  delete load.cache[load.resolve(name)];
  return data;
}
