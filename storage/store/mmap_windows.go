package store

// initialMmapSize is disk space, too, on Windows: the file is made that large.
const initialMmapSize = 64 << 20
