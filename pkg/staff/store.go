package staff

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// store keeps sessions in Redis under the hash of their token, and beside them an index by account.
type store struct {
	client redis.UniversalClient
	prefix string
}

// record is a session as Redis keeps it.
type record struct {
	Staff Staff     `json:"staff"`
	Until time.Time `json:"until"`
	Seen  time.Time `json:"seen"`
}

func (s store) key(token string) string {
	sum := sha256.Sum256([]byte(token))
	return s.prefix + "staff:session:" + base64.RawURLEncoding.EncodeToString(sum[:])
}

func (s store) index(staffID int64) string {
	return s.prefix + "staff:sessions:" + strconv.FormatInt(staffID, 10)
}

// begin writes a session, its line in the index first: no session lives that endAll cannot find.
func (s store) begin(ctx context.Context, r record) (token string, err error) {
	token = rand.Text() // 130 bits
	body, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("write staff session: %w", err)
	}
	index := s.index(r.Staff.ID)
	_, err = s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		p.SAdd(ctx, index, s.key(token))
		p.Expire(ctx, index, lifetime)
		return nil
	})
	if err != nil {
		return "", err
	}
	return token, s.client.Set(ctx, s.key(token), body, idle).Err()
}

func (s store) get(ctx context.Context, token string) (record, bool, error) {
	body, err := s.client.Get(ctx, s.key(token)).Bytes()
	if errors.Is(err, redis.Nil) {
		return record{}, false, nil
	}
	if err != nil {
		return record{}, false, err
	}
	var r record
	if err := json.Unmarshal(body, &r); err != nil {
		return record{}, false, fmt.Errorf("read staff session: %w", err)
	}
	return r, true, nil
}

// touch writes when a session was seen and begins its idle time anew. It brings none back that has ended.
func (s store) touch(ctx context.Context, token string, r record) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	err = s.client.SetArgs(ctx, s.key(token), body, redis.SetArgs{Mode: "XX", TTL: idle}).Err()
	if errors.Is(err, redis.Nil) {
		return nil
	}
	return err
}

func (s store) end(ctx context.Context, token string) error {
	if token == "" {
		return nil
	}
	return s.client.Del(ctx, s.key(token)).Err()
}

func (s store) endAll(ctx context.Context, staffID int64) error {
	keys, err := s.client.SMembers(ctx, s.index(staffID)).Result()
	if err != nil {
		return err
	}
	_, err = s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, key := range keys {
			p.Del(ctx, key) // one by one: in a cluster they lie apart
			p.SRem(ctx, s.index(staffID), key)
		}
		return nil
	})
	return err
}
