/* zbar as it is built here: QR codes, no threads, no messages, no clock (the time of a symbol
   says nothing to us). */
#define ENABLE_QRCODE 1
#define NO_STATS 1
#define ZNO_MESSAGES 1
#define HAVE_INTTYPES_H 1
#define HAVE_ERRNO_H 1
#define HAVE_SYS_TIME_H 1
