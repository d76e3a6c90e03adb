// Package rendezvous finds the people of a document and stays with them. It
// knows where to look from the addresses in a link, from where people were met
// before, and from those who announce themselves in the same network (mDNS).
//
// A Finder watches documents. For each it dials whoever may have it, opens the
// direct stream, and begins again when that breaks: at once, then ever more
// slowly. When the computer wakes up or gets another network, all is tried
// again without delay.
//
// Nobody is told what is looked for: mDNS says that a device is there, and
// the handshake of the stream tells those who do not have the document nothing.
package rendezvous
