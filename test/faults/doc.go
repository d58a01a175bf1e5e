// Package faults breaks the running shop on purpose, and then asks the auditor: processes killed between two steps, the broker away,
// Redis emptied, restarts under load, money that comes at the wrong moment.
package faults
