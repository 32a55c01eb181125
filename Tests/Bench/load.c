/* Sends prepared requests over keep-alive connections and times their answers.
 *
 *   load PORT CONNECTIONS SECONDS FILE
 *
 * FILE is a sequence of requests, each a u32 (big-endian) of bytes and the bytes as they are
 * sent. They go round robin over the connections of 127.0.0.1, each of which has one at a time:
 * for SECONDS, beginning anew at the end, or once if SECONDS is 0. An answer has a
 * Content-Length, or is a 204. Prints one line of JSON: requests, seconds, requests a second, bytes received,
 * p50 and p99 in milliseconds, and errors: answers other than 2xx and connections that broke.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 8192, MAX_LATENCIES = 4000000 };

struct request {
  const char *bytes;
  size_t count;
};

struct connection {
  int socket;
  const struct request *request; /* NULL: nothing more to send */
  size_t sent;
  char head[HEAD + 1];
  size_t head_count;
  int64_t body_left; /* -1: the head isn't whole yet */
  double start;
};

static struct request *requests;
static size_t request_count, next_request;
static int repeats, poller;
static double end_time;
static float *latencies;
static size_t answers, errors;
static uint64_t received;
static char sink[1 << 18];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void read_requests(const char *path) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0 || status.st_size == 0) fail(path);
  char *bytes = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (bytes == MAP_FAILED) fail("mmap");
  size_t room = 0;
  for (off_t at = 0; at < status.st_size;) {
    uint32_t count;
    memcpy(&count, bytes + at, 4);
    count = ntohl(count);
    if (request_count == room) {
      room = room ? room * 2 : 1024;
      requests = realloc(requests, room * sizeof *requests);
      if (!requests) fail("realloc");
    }
    requests[request_count++] = (struct request){bytes + at + 4, count};
    at += 4 + (off_t)count;
  }
  close(file);
}

static const struct request *take_request(double time) {
  if (repeats) {
    if (time >= end_time) return NULL;
    if (next_request == request_count) next_request = 0;
  } else if (next_request == request_count) {
    return NULL;
  }
  return &requests[next_request++];
}

static void watch(struct connection *c, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(poller, EPOLL_CTL_MOD, c->socket, &event) != 0) fail("epoll_ctl");
}

/* Sends what is left; then waits for the answer. -1 if the connection broke. */
static int send_more(struct connection *c) {
  while (c->sent < c->request->count) {
    ssize_t put =
        send(c->socket, c->request->bytes + c->sent, c->request->count - c->sent, MSG_NOSIGNAL);
    if (put < 0 && errno == EAGAIN) {
      /* An early refusal is read too. */
      watch(c, EPOLLIN | EPOLLOUT);
      return 0;
    }
    if (put < 0) return -1;
    c->sent += put;
  }
  watch(c, EPOLLIN);
  return 0;
}

/* Takes the next request, if there is one. 1 if there is none, -1 if the connection broke. */
static int start_request(struct connection *c) {
  c->start = now();
  c->request = take_request(c->start);
  if (!c->request) return 1;
  c->sent = c->head_count = 0;
  c->body_left = -1;
  return send_more(c);
}

/* Reads status and length once the head is whole. -1 for what is no answer. */
static int parse_head(struct connection *c) {
  c->head[c->head_count] = 0;
  char *end = strstr(c->head, "\r\n\r\n");
  if (!end) return c->head_count == HEAD ? -1 : 0;
  if (strncmp(c->head, "HTTP/1.1 ", 9) != 0) return -1;
  int status = atoi(c->head + 9);
  if (status < 200 || status > 299) errors += 1;
  int64_t length = status == 204 ? 0 : -1;
  for (char *line = strstr(c->head, "\r\n"); line && line < end; line = strstr(line + 2, "\r\n")) {
    if (strncasecmp(line + 2, "content-length:", 15) == 0) length = atoll(line + 17);
  }
  if (length < 0) return -1;
  c->body_left = length - (int64_t)(c->head_count - (end + 4 - c->head));
  return c->body_left < 0 ? -1 : 0;
}

/* Reads what came. 1 when there is nothing more to send, -1 if the connection broke. */
static int receive_more(struct connection *c) {
  for (;;) {
    ssize_t got;
    if (c->body_left < 0) {
      got = recv(c->socket, c->head + c->head_count, HEAD - c->head_count, 0);
      if (got > 0) {
        c->head_count += got;
        if (parse_head(c) < 0) return -1;
      }
    } else {
      size_t room = c->body_left < (int64_t)sizeof sink ? (size_t)c->body_left : sizeof sink;
      got = recv(c->socket, sink, room, 0);
      if (got > 0) c->body_left -= got;
    }
    if (got < 0 && errno == EAGAIN) return 0;
    if (got <= 0) return -1;
    received += got;
    if (c->body_left == 0) {
      if (answers < MAX_LATENCIES) latencies[answers] = (now() - c->start) * 1e3;
      answers += 1;
      return start_request(c);
    }
  }
}

static int by_value(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "usage: load PORT CONNECTIONS SECONDS FILE\n");
    return 64;
  }
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons(atoi(argv[1])),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  int connection_count = atoi(argv[2]);
  double seconds = atof(argv[3]);
  read_requests(argv[4]);
  repeats = seconds > 0;
  latencies = malloc(MAX_LATENCIES * sizeof *latencies);
  struct connection *connections = calloc(connection_count, sizeof *connections);
  poller = epoll_create1(0);
  if (!latencies || !connections || poller < 0) fail("start");

  for (int i = 0; i < connection_count; i++) {
    struct connection *c = &connections[i];
    int one = 1;
    c->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (c->socket < 0 || connect(c->socket, (void *)&address, sizeof address) != 0) {
      fail("connect");
    }
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(c->socket, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, c->socket, &event) != 0) fail("epoll_ctl");
  }

  double start = now();
  end_time = start + seconds;
  int active = 0;
  for (int i = 0; i < connection_count; i++) {
    int status = start_request(&connections[i]);
    if (status == 0) active += 1;
    if (status < 0) errors += 1;
  }
  while (active > 0) {
    struct epoll_event events[64];
    int count = epoll_wait(poller, events, 64, 30000);
    if (count == 0) {
      fprintf(stderr, "load: no answer within 30 seconds\n");
      errors += active;
      break;
    }
    for (int i = 0; i < count; i++) {
      struct connection *c = events[i].data.ptr;
      if (!c->request) continue;
      int status = 0;
      if (events[i].events & EPOLLOUT) status = send_more(c);
      if (status == 0 && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        status = receive_more(c);
      }
      if (status != 0) {
        if (status < 0) errors += 1;
        c->request = NULL;
        close(c->socket);
        active -= 1;
      }
    }
  }
  double elapsed = now() - start;

  size_t kept = answers < MAX_LATENCIES ? answers : MAX_LATENCIES;
  qsort(latencies, kept, sizeof *latencies, by_value);
  printf(
      "{\"requests\": %zu, \"seconds\": %.6f, \"perSecond\": %.1f, \"bytes\": %llu, "
      "\"p50\": %.3f, \"p99\": %.3f, \"errors\": %zu}\n",
      answers, elapsed, answers / elapsed, (unsigned long long)received,
      kept ? latencies[kept / 2] : 0, kept ? latencies[kept * 99 / 100] : 0, errors);
  return 0;
}
