package audit

import (
	"context"
	"slices"
)

// when says in which mode a rule is evaluated.
type when int

const (
	always     when = iota // true at any moment
	atRest                 // true once nothing is on its way: mode Final
	onlyOnline             // true at any moment, and in mode Final part of a stronger rule
)

// rule is one invariant.
type rule struct {
	name string
	says string
	when when
	// rows counts what is looked at; find lists the violations: key and detail.
	rows, find string
	// look is for rules that no query can state.
	look func(ctx context.Context, s *snapshot, res *Result) error
	// on lists what look needs: short names of schemas, or redis, broker, alipay.
	on []string
}

// allRules is the whole table of invariants.
func allRules() []rule {
	return slices.Concat(outboxRules(), stockRules(), orderRules(), stockOfOrderRules(), paymentRules(), refundRules(), couponRules(), memberRules(),
		comebackRules(), referenceRules(), redisRules(), alipayRules(), brokerRules())
}

func (r rule) in(mode Mode) bool {
	switch r.when {
	case always:
		return true
	case atRest:
		return mode == Final
	case onlyOnline:
		return mode == Online
	}
	return false
}

// possible says whether everything that the rule needs was given.
func (r rule) possible(s *snapshot) bool {
	for _, need := range slices.Concat(r.on, needs(r.rows+r.find)) {
		var ok bool
		switch need {
		case "redis":
			ok = s.Redis != nil
		case "broker":
			ok = s.Broker != nil
		case "alipay":
			ok = s.Alipay != nil
		default:
			ok = s.names[need] != ""
		}
		if !ok {
			return false
		}
	}
	return true
}

func (r rule) evaluate(ctx context.Context, s *snapshot, res *Result) error {
	if r.look != nil {
		return r.look(ctx, s, res)
	}
	var err error
	if res.Rows, err = s.count(ctx, r.rows); err != nil {
		return err
	}
	return s.each(ctx, r.find, res.add)
}
