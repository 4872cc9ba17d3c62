// A run counts the sockets of the process.
[assembly: DoNotParallelize]
