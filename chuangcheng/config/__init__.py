"""Settings, root addresses and the command line. This package assembles the contexts and decides nothing."""
