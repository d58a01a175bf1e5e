package apperr

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestKindsSurviveTheWire(t *testing.T) {
	for k := Internal; k <= Unavailable; k++ {
		require.Equal(t, k, KindOf(k.Status()))
	}
	require.Equal(t, Unavailable, KindOf(502))
}

func TestSentinelsAreComparedByCode(t *testing.T) {
	short := New(Conflict, "stock_short")
	err := fmt.Errorf("submit: %w", short.With("skuIds", []int64{7}).Wrap(errors.New("cause")))
	require.ErrorIs(t, err, short)
	require.NotErrorIs(t, err, ErrNotFound)
	require.Empty(t, short.Ext, "the sentinel itself stays as it is")
}

func TestProblemRoundTrip(t *testing.T) {
	body, err := json.Marshal(Problem{Type: "about:blank", Title: "t", Status: 409, Code: "stock_short", Ext: map[string]any{"skuIds": []int64{7}}})
	require.NoError(t, err)
	e := Decode(409, time.Second, body)
	require.Equal(t, Conflict, e.Kind)
	require.Equal(t, "stock_short", e.Code)
	var ids []int64
	require.True(t, Extension(e, "skuIds", &ids))
	require.Equal(t, []int64{7}, ids)
}

func TestForeignAnswersAreNotBelieved(t *testing.T) {
	e := Decode(502, 0, []byte("<html>bad gateway</html>"))
	require.Equal(t, Unavailable, e.Kind)
	require.Equal(t, "unavailable", e.Code)
	require.Equal(t, "internal", From(errors.New("x")).Code)
}
