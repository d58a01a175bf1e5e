package session

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// store keeps sessions in Redis, be it one node or a cluster (scs's own store takes a single node only). A session lies under the hash of
// its token. Beside the sessions each member has an index, a sorted set of hashes by deadline: it names every session that lives, and
// perhaps some that do not any more.
type store struct {
	client redis.UniversalClient
	prefix string
}

// hash is what of a token may be kept and shown: it opens nothing.
func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func (s store) key(id string) string { return s.prefix + "session:" + id }

func (s store) index(memberID int64) string {
	return s.prefix + "sessions:" + strconv.FormatInt(memberID, 10)
}

// get reads a session by its hash; an expired one has gone from Redis by itself.
func (s store) get(ctx context.Context, id string) (record, bool, error) {
	body, err := s.client.Get(ctx, s.key(id)).Bytes()
	if errors.Is(err, redis.Nil) {
		return record{}, false, nil
	}
	if err != nil {
		return record{}, false, err
	}
	r, err := read(body)
	return r, err == nil, err
}

// note puts a session into the index of its member, and forgets those whose time is over.
func (s store) note(ctx context.Context, id string, r record) error {
	index := s.index(r.ID)
	_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		p.ZAdd(ctx, index, redis.Z{Score: float64(r.Deadline.Unix()), Member: id})
		p.ZRemRangeByScore(ctx, index, "-inf", strconv.FormatInt(r.Seen.Unix(), 10))
		p.Expire(ctx, index, lifetime) // no session of its lives longer
		return nil
	})
	return err
}

// touch writes when a session was seen. It brings none back that has ended.
func (s store) touch(ctx context.Context, id string, r record) error {
	r.Seen = r.Seen.Add(time.Since(r.Seen))
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	err = s.client.SetArgs(ctx, s.key(id), body, redis.SetArgs{Mode: "XX", KeepTTL: true}).Err()
	if errors.Is(err, redis.Nil) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.note(ctx, id, r)
}

// all lists the hashes in a member's index.
func (s store) all(ctx context.Context, memberID int64) ([]string, error) {
	return s.client.ZRevRange(ctx, s.index(memberID), 0, -1).Result()
}

// read reads sessions by their hashes and leaves out those that have ended.
func (s store) read(ctx context.Context, ids []string) (map[string]record, error) {
	answers := make([]*redis.StringCmd, len(ids))
	_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, id := range ids {
			answers[i] = p.Get(ctx, s.key(id))
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, err
	}
	found := make(map[string]record, len(ids))
	for i, id := range ids {
		body, err := answers[i].Bytes()
		if errors.Is(err, redis.Nil) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if found[id], err = read(body); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// end ends a session. What is in the index and is not there yet stays in the index: its login is still on the way.
func (s store) end(ctx context.Context, id string) (bool, error) {
	body, err := s.client.GetDel(ctx, s.key(id)).Bytes()
	if errors.Is(err, redis.Nil) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r, err := read(body)
	if err != nil || r.ID == 0 {
		return true, err
	}
	return true, s.client.ZRem(ctx, s.index(r.ID), id).Err()
}

// FindCtx, CommitCtx and DeleteCtx serve scs.
func (s store) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	body, err := s.client.Get(ctx, s.key(hash(token))).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, false, nil
	}
	return body, err == nil, err
}

// CommitCtx writes a session that expires by itself; before that its line in the index, so that no session lives which cannot be found.
func (s store) CommitCtx(ctx context.Context, token string, body []byte, expiry time.Time) error {
	r, err := read(body)
	if err != nil {
		return err
	}
	if r.ID != 0 {
		if err := s.note(ctx, hash(token), r); err != nil {
			return err
		}
	}
	return s.client.Set(ctx, s.key(hash(token)), body, time.Until(expiry)).Err()
}

// DeleteCtx ends a session.
func (s store) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.end(ctx, hash(token))
	return err
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
