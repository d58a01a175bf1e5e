// Package password hashes with argon2id, which is slow and hungry on purpose, and keeps it from eating the machine.
package password

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/alexedwards/argon2id"

	"gulimall/pkg/apperr"
)

// Usual is OWASP's minimum for argon2id, about 60 ms of one core.
func Usual() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

const (
	atOnce = 2   // hashes at the same time
	inLine = 256 // attempts that wait for their turn, some ten seconds; more are sent away at once
)

// Hasher hashes and checks passwords.
type Hasher struct {
	params  *argon2id.Params
	dummy   string // compared with when there is no account
	places  chan struct{}
	waiting atomic.Int64
}

// New makes a hasher.
func New(params *argon2id.Params) (*Hasher, error) {
	dummy, err := argon2id.CreateHash("nobody's password", params)
	if err != nil {
		return nil, fmt.Errorf("hash: %w", err)
	}
	return &Hasher{params: params, dummy: dummy, places: make(chan struct{}, atOnce)}, nil
}

// Turn waits for a place.
func (h *Hasher) Turn(ctx context.Context) (func(), error) {
	defer h.waiting.Add(-1)
	if h.waiting.Add(1) > inLine {
		return nil, apperr.ErrUnavailable.Wrap(fmt.Errorf("%d attempts wait for their turn", inLine))
	}
	select {
	case h.places <- struct{}{}:
		return func() { <-h.places }, nil
	case <-ctx.Done():
		return nil, apperr.ErrUnavailable.Wrap(ctx.Err())
	}
}

// Hash hashes a password with a salt of its own.
func (h *Hasher) Hash(password string) (string, error) {
	hash, err := argon2id.CreateHash(password, h.params)
	if err != nil {
		return "", fmt.Errorf("hash: %w", err)
	}
	return hash, nil
}

// Match compares; without a hash it takes as long and says no.
func (h *Hasher) Match(password, hash string) (bool, error) {
	against := hash
	if hash == "" {
		against = h.dummy
	}
	right, err := argon2id.ComparePasswordAndHash(password, against)
	if err != nil {
		return false, fmt.Errorf("compare hash: %w", err)
	}
	return right && hash != "", nil
}
