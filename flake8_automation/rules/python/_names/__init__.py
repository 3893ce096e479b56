"""What names refer to: scopes, bindings, imports, and the values behind them."""
