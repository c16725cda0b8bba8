"""Documents for print: rendered in memory, from bundled fonts and nothing else."""
