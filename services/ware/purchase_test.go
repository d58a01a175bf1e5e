package ware

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
)

func TestFinishWantsAnOutcomeForEveryNeed(t *testing.T) {
	for name, outcomes := range map[string][]Outcome{
		"none":             nil,
		"one is missing":   {{NeedID: 1, OK: true}},
		"another's":        {{NeedID: 1, OK: true}, {NeedID: 3, OK: true}},
		"without a reason": {{NeedID: 1, OK: true}, {NeedID: 2}},
	} {
		p := Purchase{State: PurchaseReceived, Needs: []Need{{ID: 1, State: NeedBuying}, {ID: 2, State: NeedBuying}}}
		_, err := p.Finish(outcomes)
		require.Equal(t, apperr.Invalid, apperr.From(err).Kind, name)
		require.Equal(t, PurchaseReceived, p.State, name)
	}
}

func TestPurchaseMoves(t *testing.T) {
	for _, e := range []struct {
		from                     PurchaseState
		take, assign, recv, done bool
	}{
		{PurchaseNew, true, true, false, false},
		{PurchaseAssigned, true, true, true, false},
		{PurchaseReceived, false, false, true, true},
		{PurchaseDone, false, false, false, true}, // the same outcome again
		{PurchaseFailed, false, false, false, false},
	} {
		fresh := func() *Purchase {
			state := NeedBuying
			if e.from == PurchaseDone || e.from == PurchaseFailed {
				state = NeedDone
			}
			return &Purchase{State: e.from, Needs: []Need{{ID: 1, State: state}, {ID: 2, State: state}}}
		}
		require.Equal(t, e.take, fresh().TakeNeeds([]Need{{ID: 3}}) == nil, "take in %d", e.from)
		require.Equal(t, e.assign, fresh().Assign("x", "1") == nil, "assign in %d", e.from)
		_, err := fresh().Receive()
		require.Equal(t, e.recv, err == nil, "receive in %d", e.from)
		outcomes := []Outcome{{NeedID: 1, OK: true}, {NeedID: 2, OK: true}}
		if e.from == PurchaseFailed {
			outcomes[1] = Outcome{NeedID: 2, Reason: "缺货"}
		}
		_, err = fresh().Finish(outcomes)
		require.Equal(t, e.done, err == nil, "done in %d", e.from)
	}
	empty := Purchase{State: PurchaseAssigned}
	_, err := empty.Receive()
	require.ErrorIs(t, err, ErrPurchaseState, "nobody buys nothing")
}
