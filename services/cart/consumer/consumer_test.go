package consumer

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/cart"
)

type taken []string

func (t *taken) Bought(_ context.Context, memberID int64, orderSn string, pieces []cart.Piece) error {
	*t = append(*t, fmt.Sprint(memberID, " ", orderSn, " ", pieces))
	return nil
}

func TestOnlyWhatCameFromTheCartIsTakenOut(t *testing.T) {
	heard := &taken{}
	handle := Consumers(heard)[0].Handle
	for _, data := range []string{
		`{"orderSn":"1","memberId":7,"fromCart":true,"lines":[{"skuId":1,"spuId":3,"count":2}]}`,
		`{"orderSn":"2","memberId":7,"fromCart":false,"lines":[{"skuId":1,"count":2}]}`,
	} {
		require.NoError(t, handle(t.Context(), rabbit.Message{ID: "1", Type: orderapi.TypeCreated, Version: 1, Data: []byte(data)}))
	}
	require.Equal(t, taken{"7 1 [{1 2}]"}, *heard)
	require.True(t, rabbit.IsPermanent(handle(t.Context(), rabbit.Message{ID: "1", Type: orderapi.TypeCreated, Version: 1, Data: []byte(`[]`)})))
}
