/** Starts what every test file shares. */
export function setup(): void {}
