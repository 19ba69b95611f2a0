/** What Node takes by itself. */
process.exit(0);
