/* The wallet's lock, and the ways in. Specs/model.md. */

#include "state.pml"
#include "properties.pml"
#include "server.pml"
#include "people.pml"
#include "monitors.pml"

init {
  atomic { run finder(); run holder(); run coercer(); run world(); run monitor() }
}
