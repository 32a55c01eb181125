#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>

/* Swift calls no function with variable arguments: the options of a transfer by the kind of
   their value, and what is asked of one that ended. */

static inline CURLcode ccurl_set_number(CURL *transfer, CURLoption option, long value) {
  return curl_easy_setopt(transfer, option, value);
}

static inline CURLcode ccurl_set_large(CURL *transfer, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(transfer, option, value);
}

static inline CURLcode ccurl_set_text(CURL *transfer, CURLoption option, const char *value) {
  return curl_easy_setopt(transfer, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *transfer, CURLoption option, const void *value) {
  return curl_easy_setopt(transfer, option, value);
}

/* What an answer's bytes, and its lines of the head, are given to. */
typedef size_t (*ccurl_receiver)(char *bytes, size_t one, size_t count, void *context);

static inline CURLcode ccurl_set_receiver(
    CURL *transfer, CURLoption option, ccurl_receiver receiver) {
  return curl_easy_setopt(transfer, option, receiver);
}

/* What is asked, about once a second and whenever something moves, whether to go on: 0. */
typedef int (*ccurl_watch)(
    void *context, curl_off_t total, curl_off_t received, curl_off_t length, curl_off_t sent);

static inline CURLcode ccurl_set_watch(CURL *transfer, ccurl_watch watch) {
  return curl_easy_setopt(transfer, CURLOPT_XFERINFOFUNCTION, watch);
}

static inline CURLcode ccurl_status(CURL *transfer, long *status) {
  return curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, status);
}

#endif
