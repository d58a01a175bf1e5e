package session

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// store keeps scs sessions in Redis, be it one node or a cluster (scs's own store takes a single node only).
type store struct {
	client redis.UniversalClient
	prefix string
}

// FindCtx reads a session; an expired one has gone from Redis by itself.
func (s store) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	body, err := s.client.Get(ctx, s.prefix+token).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	return body, err == nil, err
}

// CommitCtx writes a session that expires by itself.
func (s store) CommitCtx(ctx context.Context, token string, body []byte, expiry time.Time) error {
	return s.client.Set(ctx, s.prefix+token, body, time.Until(expiry)).Err()
}

// DeleteCtx ends a session.
func (s store) DeleteCtx(ctx context.Context, token string) error {
	return s.client.Del(ctx, s.prefix+token).Err()
}

// Find, Commit and Delete serve scs.Store; scs calls the variants with a context.
func (s store) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s store) Commit(token string, body []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, body, expiry)
}

// Delete is DeleteCtx without a context.
func (s store) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
