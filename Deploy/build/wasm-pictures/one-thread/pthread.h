/* libde265 without threads: nothing is ever waited for. */
#ifndef ONE_THREAD_PTHREAD_H
#define ONE_THREAD_PTHREAD_H
#include <sys/types.h>
#define pthread_create(thread, attributes, start, data) ((void)(start), 1)
#define pthread_join(thread, result) ((void)0)
#define pthread_mutex_init(mutex, attributes) ((void)0)
#define pthread_mutex_destroy(mutex) ((void)0)
#define pthread_mutex_lock(mutex) ((void)0)
#define pthread_mutex_unlock(mutex) ((void)0)
#define pthread_cond_init(condition, attributes) ((void)0)
#define pthread_cond_destroy(condition) ((void)0)
#define pthread_cond_broadcast(condition) ((void)0)
#define pthread_cond_signal(condition) ((void)0)
/* Who waited here would wait for ever. */
#define pthread_cond_wait(condition, mutex) __builtin_trap()
#endif
