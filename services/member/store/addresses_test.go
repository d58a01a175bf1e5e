package store

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/member"
)

func somewhere(n int, isDefault bool) member.Address {
	return member.Address{
		Name: fmt.Sprint("谷小粒", n), Phone: "13800000001", Province: "浙江省", City: "杭州市", Region: "西湖区", Detail: "文三路", IsDefault: isDefault,
	}
}

// defaults counts the default addresses of a member.
func defaults(t *testing.T, s *Store, id int64) (n int) {
	t.Helper()
	all, err := s.Addresses(t.Context(), id)
	require.NoError(t, err)
	for _, a := range all {
		if a.IsDefault {
			n++
		}
	}
	return n
}

func TestThereIsOneDefaultAddress(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	id := join(t, s, 1, 0)
	first, err := s.AddAddress(ctx, id, somewhere(1, false))
	require.NoError(t, err)
	require.True(t, first.IsDefault, "the only one is the default")
	second, err := s.AddAddress(ctx, id, somewhere(2, true))
	require.NoError(t, err)
	all, err := s.Addresses(ctx, id)
	require.NoError(t, err)
	first.IsDefault = false
	require.Equal(t, []member.Address{second, first}, all)

	got, err := s.DefaultAddress(ctx, id, first.ID)
	require.NoError(t, err)
	require.True(t, got.IsDefault)
	second.Detail, second.IsDefault = "古墩路", true
	require.NoError(t, s.ChangeAddress(ctx, id, second))
	_, checkout, err := s.Checkout(ctx, id)
	require.NoError(t, err)
	require.Equal(t, []member.Address{second, first}, checkout)
	require.NoError(t, s.DeleteAddress(ctx, id, second.ID))
	require.Equal(t, 1, defaults(t, s, id), "the other one follows")
	require.NoError(t, s.DeleteAddress(ctx, id, first.ID))
	_, checkout, err = s.Checkout(ctx, id)
	require.NoError(t, err)
	require.Empty(t, checkout)
}

func TestWhatIsNotOnesOwnIsNotThere(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	mine, other := join(t, s, 1, 0), join(t, s, 2, 0)
	a, err := s.AddAddress(ctx, mine, somewhere(1, false))
	require.NoError(t, err)
	own, err := s.AddAddress(ctx, other, somewhere(2, false))
	require.NoError(t, err)
	require.ErrorIs(t, s.DeleteAddress(ctx, other, a.ID), member.ErrNoAddress)
	changed := a
	changed.Name = "别人"
	require.ErrorIs(t, s.ChangeAddress(ctx, other, changed), member.ErrNoAddress)
	_, err = s.DefaultAddress(ctx, other, a.ID)
	require.ErrorIs(t, err, member.ErrNoAddress)
	for id, want := range map[int64]member.Address{mine: a, other: own} {
		all, err := s.Addresses(ctx, id)
		require.NoError(t, err)
		require.Equal(t, []member.Address{want}, all)
	}
}

func TestTabsThatAddAtOnceKeepToTheLimit(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 0)
	var wg sync.WaitGroup
	for i := range member.MaxAddresses + 10 {
		wg.Go(func() { _, _ = s.AddAddress(context.Background(), id, somewhere(i, true)) })
	}
	wg.Wait()
	all, err := s.Addresses(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, all, member.MaxAddresses)
	require.Equal(t, 1, defaults(t, s, id))
	_, err = s.AddAddress(t.Context(), id, somewhere(99, false))
	require.ErrorIs(t, err, member.ErrAddressLimit)
}
