// Nothing is called from here: start.c runs by itself, before the program's libraries do.
