package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// redisRules hold between orders and what Redis remembers of them. Redis may forget all of it; what it says must be true.
func redisRules() []rule {
	return []rule{
		{
			name: "deadline-index", says: "the deadline index has forgotten every order that has ended", when: atRest,
			on: []string{"redis", "oms"}, look: deadlineIndex,
		},
		{
			name: "token-order", says: "a token that has become an order is that order's", when: atRest,
			on: []string{"redis", "oms"}, look: tokenOrder,
		},
	}
}

// chunk is how many keys are looked up at once.
const chunk = 500

// deadlineIndex looks for orders that nobody waits for any more, the grace after their deadline over.
func deadlineIndex(ctx context.Context, s *snapshot, res *Result) error {
	var cursor uint64
	for {
		pairs, next, err := s.Redis.ZScan(ctx, s.RedisPrefix+"order:deadline", cursor, "", chunk).Result()
		if err != nil {
			return fmt.Errorf("deadline index: %w", err)
		}
		var sns []string
		for i := 0; i < len(pairs); i += 2 {
			res.Rows++
			if digits(pairs[i]) {
				sns = append(sns, pairs[i])
			} else {
				res.add(pairs[i], "is no order number")
			}
		}
		if err := ended(ctx, s, sns, res); err != nil {
			return err
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

func ended(ctx context.Context, s *snapshot, sns []string, res *Result) error {
	if len(sns) == 0 {
		return nil
	}
	return s.each(ctx, `SELECT order_sn, CONCAT('still in the index, status ', status, ', deadline ', expires_at) FROM oms.oms_order
		WHERE order_sn IN (`+quoted(sns)+") AND status NOT IN (0, 7) AND expires_at < :overdue", res.add)
}

// tokenOrder compares tokens that are done with the orders that they name.
func tokenOrder(ctx context.Context, s *snapshot, res *Result) error {
	prefix := s.RedisPrefix + "order:token:"
	var cursor uint64
	for {
		keys, next, err := s.Redis.Scan(ctx, cursor, prefix+"*", chunk).Result()
		if err != nil {
			return fmt.Errorf("tokens: %w", err)
		}
		if err := compareTokens(ctx, s, prefix, keys, res); err != nil {
			return err
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

func compareTokens(ctx context.Context, s *snapshot, prefix string, keys []string, res *Result) error {
	answers := make([]*redis.SliceCmd, len(keys))
	_, err := s.Redis.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, key := range keys {
			answers[i] = p.HMGet(ctx, key, "s", "n", "m")
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return fmt.Errorf("tokens: %w", err)
	}
	var sns []string
	claims := map[string][]string{} // order number → members and tokens
	for i, a := range answers {
		state, sn, member := a.Val()[0], a.Val()[1], a.Val()[2]
		if state != "d" {
			continue
		}
		res.Rows++
		token := strings.TrimPrefix(keys[i], prefix)
		if text, ok := sn.(string); ok && digits(text) {
			sns = append(sns, text)
			claims[text] = append(claims[text], fmt.Sprintf("%v %s", member, token))
		} else {
			res.add(token, fmt.Sprintf("done, and names the order %q", sn))
		}
	}
	if len(sns) == 0 {
		return nil
	}
	err = s.each(ctx, "SELECT order_sn, CONCAT(member_id, ' ', COALESCE(submit_token, '')) FROM oms.oms_order WHERE order_sn IN ("+quoted(sns)+")",
		func(sn, is string) {
			for _, says := range claims[sn] {
				if says != is {
					res.add(sn, "token says "+says+", order says "+is)
				}
			}
			delete(claims, sn)
		})
	for sn, says := range claims {
		res.add(sn, "does not exist, token says "+strings.Join(says, ", "))
	}
	return err
}

func digits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// quoted writes order numbers, which are digits, into a query.
func quoted(sns []string) string { return "'" + strings.Join(sns, "','") + "'" }
