// Package payments tests the payment service against the stand-in for Alipay: the service's rules, its schema on a real server and its
// notify address on one side, the stand-in with its faults on the other, the trade's unmodified client between them.
package payments
