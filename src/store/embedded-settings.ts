import type pg from "pg";
import type { Home } from "./embedded-home.ts";

/**
 * A small server: one team, one machine, about 100 MB in all. No parallel workers, no replication, no I/O workers
 * (`io_method=sync`), no JIT, which costs more than it gives on queries of a few milliseconds.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: "32MB",
  work_mem: "8MB",
  maintenance_work_mem: "32MB",
  effective_cache_size: "256MB",
  random_page_cost: "1.1",
  max_connections: "100",
  max_worker_processes: "2",
  max_parallel_workers_per_gather: "0",
  max_parallel_maintenance_workers: "0",
  max_logical_replication_workers: "0",
  autovacuum_max_workers: "1",
  io_method: "sync",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "256MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  lc_messages: "C",
  log_min_messages: "warning",
  log_checkpoints: "off",
  unix_socket_permissions: "0700",
};

/** Everything that the server is told at its start; nothing is kept in its own files, so a new Footnote may change it. */
export function settingsFor(home: Home, connection: pg.PoolConfig, fsync: boolean): Readonly<Record<string, string>> {
  const door = home.socketDir
    ? { listen_addresses: "", unix_socket_directories: `"${home.socketDir.replaceAll('"', '""')}"` }
    : { listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const speed: Record<string, string> = fsync
    ? { fsync: "on" }
    : // What is committed is still handed to the system, so that a killed server, unlike a lost machine, loses nothing.
      { fsync: "off", full_page_writes: "off" };
  return { ...SETTINGS, ...door, ...speed, port: String(connection.port) };
}
