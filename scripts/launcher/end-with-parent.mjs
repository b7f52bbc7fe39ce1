// Preloaded into every process that the launcher starts: when the launcher is gone, however it went, they end too.
if (process.channel) {
  process.on('disconnect', () => {
    // As a terminal would ask; and for certain, should the process hang.
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 10_000).unref()
  })
  process.channel.unref()
}
