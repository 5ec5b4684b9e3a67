/**
 * Settings of the embedded server: a demonstration of up to a million people on two cores and modest
 * memory. Only this machine can reach it.
 */
export const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  // No replication: rows copied into a table that was emptied in the same transaction skip the log.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO, YMD',
  // Statements may hold personal numbers; a failing statement's text stays out of the log file.
  log_min_error_statement: 'panic',
  log_statement: 'none',
}
