"""Lets `python -m sigma_audit` and the installed command start at the same place."""


def main() -> None:
    """Start the command line; the import waits so that importing the package costs nothing."""
    from sigma_audit.cli.main import run

    run()


if __name__ == "__main__":
    main()
